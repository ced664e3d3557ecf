-- Layout 7. What wards are used to, as it is told outside the treating unit, is of rounded minutes now: it is
-- computed anew at the next publication. Nothing is lost.
delete from usual_load;
