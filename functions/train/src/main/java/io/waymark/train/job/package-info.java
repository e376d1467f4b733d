/// A training job from its start to its end.
@NullMarked
package io.waymark.train.job;

import org.jspecify.annotations.NullMarked;
