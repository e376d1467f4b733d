@NullMarked
package io.waymark.auth.members;

import org.jspecify.annotations.NullMarked;
