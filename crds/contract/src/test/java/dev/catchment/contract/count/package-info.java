@NullMarked
package dev.catchment.contract.count;

import org.jspecify.annotations.NullMarked;
