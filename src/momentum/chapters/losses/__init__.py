"""The page of losses: one figure for every entry of LOSSES."""
