"""Makes the recommender of docs/how-to/bring-your-own-model.md: books that the same readers had are similar.

    pip install numpy onnx onnxruntime
    python train.py     writes model.onnx, items.jsonl.gz, popularity.bin and, of what ONNX Runtime answers, books.json
"""

import gzip
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper

here = Path(__file__).parent

# Who read what: 300 readers, each mostly of one of four genres.
chance = np.random.default_rng(7)
books = [f"book-{at:02d}" for at in range(40)]
readers = np.zeros((300, len(books)), np.float32)
for reader in readers:
    genre = chance.integers(4)
    for _ in range(6):
        mine = chance.random() < 0.8
        reader[chance.integers(10) * 4 + (genre if mine else chance.integers(4))] = 1

# The model: cosine similarity of books, the ten strongest of each.
popularity = readers.sum(axis=0)
similarity = readers.T @ readers / np.sqrt(np.outer(popularity, popularity))
np.fill_diagonal(similarity, 0)
weakest_kept = np.sort(similarity, axis=1)[:, -10][:, None]
similarity = np.where(similarity >= weakest_kept, similarity, 0).astype(np.float32)

# The graph: the rows of what was read, weighed and added up; what is not allowed, or similar to nothing, does not come.
graph = onnx.parser.parse_model(f"""
    <ir_version: 8, opset_import: ["": 17]>
    books (int64[B,H] history, float[B,H] weights, bool[M,{len(books)}] allowed, int64[1] count)
        => (int64[B,K] items, float[B,K] scores, int64[B,K] because)
    <int64 first = {{0}}, int64 absent = {{-1}}, float nothing = {{0}}, int64[1] last = {{2}}, int64[1] each = {{1}}>
    {{
        known = Max(history, first)
        rows = Gather<axis: int = 0>(similarity, known)
        weight = Unsqueeze(weights, last)
        parts = Mul(rows, weight)
        sums = ReduceSum<keepdims: int = 0>(parts, each)
        wanted = Where(allowed, sums, nothing)
        scores, best = TopK(wanted, count)
        similar = Greater(scores, nothing)
        items = Where(similar, best, absent)
        strongest = ArgMax<axis: int = 1, keepdims: int = 0>(parts)
        causes = GatherElements<axis: int = 1>(history, strongest)
        because = GatherElements<axis: int = 1>(causes, best)
    }}
""")
graph.graph.initializer.append(numpy_helper.from_array(similarity, "similarity"))
onnx.checker.check_model(graph)
onnx.save(graph, here / "model.onnx")
with gzip.GzipFile(here / "items.jsonl.gz", "wb", mtime=0) as lines:
    for book in books:
        lines.write((json.dumps({"item_id": book}) + "\n").encode())
popularity.astype("<f4").tofile(here / "popularity.bin")

# What ONNX Runtime answers for some readers, who get nothing that they had.
session = onnxruntime.InferenceSession(here / "model.onnx", providers=["CPUExecutionProvider"])
answers = []
for history in [[0], [1, 5, 9], [2, 3, 17, 38], list(range(0, 40, 5))]:
    allowed = np.ones((1, len(books)), bool)
    allowed[0, history] = False
    items, scores, because = session.run(
        ["items", "scores", "because"],
        {
            "history": np.array([history], np.int64),
            "weights": np.ones((1, len(history)), np.float32),
            "allowed": allowed,
            "count": np.array([8], np.int64),
        },
    )
    answers.append(
        {
            "history": [books[at] for at in history],
            "items": [books[at] for at in items[0] if at >= 0],
            "scores": scores[0][items[0] >= 0].tolist(),
            "because": [books[at] for at in because[0][items[0] >= 0]],
        }
    )
(here / "books.json").write_text(json.dumps(answers, indent=1) + "\n")
