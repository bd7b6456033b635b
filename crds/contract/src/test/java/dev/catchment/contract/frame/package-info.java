@NullMarked
package dev.catchment.contract.frame;

import org.jspecify.annotations.NullMarked;
