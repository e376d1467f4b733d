@NullMarked
package io.waymark.edge.tenants;

import org.jspecify.annotations.NullMarked;
