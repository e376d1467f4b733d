/// Classes that break a rule each, to prove that the rule sees it.
@NullMarked
package io.waymark.architecture.bad;

import org.jspecify.annotations.NullMarked;
