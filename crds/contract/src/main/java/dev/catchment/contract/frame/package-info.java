/** The bytes of the event log: see {@code crds/contract/FRAME.md} for the format, byte by byte. */
@NullMarked
package dev.catchment.contract.frame;

import org.jspecify.annotations.NullMarked;
