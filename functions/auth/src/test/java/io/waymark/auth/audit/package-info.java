@NullMarked
package io.waymark.auth.audit;

import org.jspecify.annotations.NullMarked;
