@NullMarked
package io.waymark.edge.credentials;

import org.jspecify.annotations.NullMarked;
