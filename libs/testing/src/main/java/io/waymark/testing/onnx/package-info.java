/// Small ONNX files for tests of whatever loads them.
@NullMarked
package io.waymark.testing.onnx;

import org.jspecify.annotations.NullMarked;
