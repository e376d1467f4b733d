/// Recommenders as ONNX graphs (opset 17), by the contract of the model package.
@NullMarked
package io.waymark.training.onnx;

import org.jspecify.annotations.NullMarked;
