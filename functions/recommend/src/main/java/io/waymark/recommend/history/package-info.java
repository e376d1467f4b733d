/// What a user did, read at the time of the question.
@NullMarked
package io.waymark.recommend.history;

import org.jspecify.annotations.NullMarked;
