@NullMarked
package io.waymark.auth;

import org.jspecify.annotations.NullMarked;
