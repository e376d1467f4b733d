/// Once a day: the list of each of a tenant's users, kept where batch programs read it.
@NullMarked
package io.waymark.recommend.lists;

import org.jspecify.annotations.NullMarked;
