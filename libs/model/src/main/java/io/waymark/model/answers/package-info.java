/// How an answer is named, so that what became of it can be told of it.
@NullMarked
package io.waymark.model.answers;

import org.jspecify.annotations.NullMarked;
