/// What a deployed stage costs in a month. Prices, assumptions and the types of resources stand in
/// `prices.json`, `usage.json` and `resources.json` beside this package's classes.
@NullMarked
package io.waymark.cli.cost;

import org.jspecify.annotations.NullMarked;
