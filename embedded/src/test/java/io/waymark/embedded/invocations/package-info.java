@NullMarked
package io.waymark.embedded.invocations;

import org.jspecify.annotations.NullMarked;
