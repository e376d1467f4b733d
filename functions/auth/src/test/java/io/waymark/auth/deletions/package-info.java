@NullMarked
package io.waymark.auth.deletions;

import org.jspecify.annotations.NullMarked;
