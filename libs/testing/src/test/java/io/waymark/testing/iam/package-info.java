@NullMarked
package io.waymark.testing.iam;

import org.jspecify.annotations.NullMarked;
