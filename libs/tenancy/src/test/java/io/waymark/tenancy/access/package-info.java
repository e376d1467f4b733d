@NullMarked
package io.waymark.tenancy.access;

import org.jspecify.annotations.NullMarked;
