/** Real servers for tests: nothing here imitates a broker or an API server. */
@NullMarked
package dev.catchment.testkit;

import org.jspecify.annotations.NullMarked;
