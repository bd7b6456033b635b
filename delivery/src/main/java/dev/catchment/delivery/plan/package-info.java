/** The plan in force: documents turned into destinations that can be run. */
@NullMarked
package dev.catchment.delivery.plan;

import org.jspecify.annotations.NullMarked;
