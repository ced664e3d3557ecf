-- Layout 7. What wards are used to, as readers outside the treating unit see it, is of rounded minutes now: the
-- next publication computes it again. Nothing is lost.
delete from usual_load;
