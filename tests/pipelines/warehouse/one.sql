SELECT 'å' AS letter
