@NullMarked
package io.waymark.training.onnx;

import org.jspecify.annotations.NullMarked;
