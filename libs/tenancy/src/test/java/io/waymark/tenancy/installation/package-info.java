@NullMarked
package io.waymark.tenancy.installation;

import org.jspecify.annotations.NullMarked;
