@NullMarked
package dev.catchment.contract.undelivered;

import org.jspecify.annotations.NullMarked;
