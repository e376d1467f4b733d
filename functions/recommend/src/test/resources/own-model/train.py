"""Trains the model of docs/how-to/bring-your-own-model.md and writes what Python's ONNX Runtime says of ten flowers.

    pip install scikit-learn skl2onnx onnxruntime
    python train.py          writes iris.onnx and iris.json beside itself
"""

import json
from pathlib import Path

import numpy as np
import onnxruntime
from skl2onnx import to_onnx
from sklearn.datasets import load_iris
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

here = Path(__file__).parent
flowers = load_iris()
features = flowers.data.astype(np.float32)
model = make_pipeline(
    StandardScaler(), GradientBoostingClassifier(n_estimators=8, max_depth=2, random_state=7)
)
model.fit(features, flowers.target)

graph = to_onnx(model, features[:1], options={"zipmap": False}, target_opset=17)
(here / "iris.onnx").write_bytes(graph.SerializeToString())

session = onnxruntime.InferenceSession(here / "iris.onnx", providers=["CPUExecutionProvider"])
rows = features[::15]
label, probabilities = session.run(None, {"X": rows})
(here / "iris.json").write_text(
    json.dumps(
        {
            "inputs": {"X": rows.tolist()},
            "outputs": {"label": label.tolist(), "probabilities": probabilities.tolist()},
        },
        indent=1,
    )
    + "\n"
)
