/// From a question to a list that is never empty while something matches: the model on what the
/// user did, then the session, what is popular, what is new.
@NullMarked
package io.waymark.recommend.answers;

import org.jspecify.annotations.NullMarked;
