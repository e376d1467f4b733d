/// Predictors over HTTP: their uploads, and any named tensors in and out as nested arrays.
@NullMarked
package io.waymark.recommend.predict;

import org.jspecify.annotations.NullMarked;
