@NullMarked
package dev.catchment.contract;

import org.jspecify.annotations.NullMarked;
