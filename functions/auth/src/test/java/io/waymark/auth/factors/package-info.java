@NullMarked
package io.waymark.auth.factors;

import org.jspecify.annotations.NullMarked;
