"""Reads an export with pandas, as a program made for Polis' files would, and checks that its files agree with each other."""
import sys

import pandas

folder = sys.argv[1]
votes = pandas.read_csv(f"{folder}/votes.csv")
comments = pandas.read_csv(f"{folder}/comments.csv")
people = pandas.read_csv(f"{folder}/participants-votes.csv")
history = pandas.read_csv(f"{folder}/stats-history.csv")
summary = pandas.read_csv(f"{folder}/summary.csv", header=None, index_col=0)[1]

last = votes.drop_duplicates(["voter-id", "comment-id"], keep="last").pivot(index="voter-id", columns="comment-id", values="vote")
matrix = people.set_index("participant")[[str(number) for number in last.columns]]
matrix.columns = last.columns
matrix = matrix.loc[last.index]
assert matrix.index.is_unique and len(matrix) == len(people), "a row for each person who voted"
assert (matrix.isna() == last.isna()).all(axis=None) and (matrix.fillna(0) == last.fillna(0)).all(axis=None), "the matrix is that of the last votes"

for name, value in (("agrees", 1), ("disagrees", -1)):
    counted = votes[votes["vote"] == value].groupby("comment-id").size()
    assert (comments.set_index("comment-id")[name] == counted.reindex(comments["comment-id"], fill_value=0)).all(), f"{name} count all votes"

assert int(summary["voters"]) == len(people)
assert int(summary["comments"]) == last.shape[1]
assert len(history) >= len(votes) + len(comments)
assert (history["n-votes"].iloc[-1], history["n-comments"].iloc[-1]) == (len(votes), len(comments))
assert (history.diff().iloc[1:] >= 0).all(axis=None), "nothing is ever less than before"
print(f"{len(votes)} votes, {len(people)} people, {len(comments)} statements")
