-- What was said of a closed conversation's votes read in other ways, once somebody asked.
ALTER TABLE dialogue_snapshot ADD COLUMN views {{blob}};
