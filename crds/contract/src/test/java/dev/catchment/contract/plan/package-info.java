@NullMarked
package dev.catchment.contract.plan;

import org.jspecify.annotations.NullMarked;
