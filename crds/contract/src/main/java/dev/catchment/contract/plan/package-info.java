/**
 * The plan: one small JSON document per source, destination, filter and used type. The operator writes them, the planes
 * only read. A reader ignores fields it does not know, so a newer operator may serve older planes.
 */
@NullMarked
package dev.catchment.contract.plan;

import org.jspecify.annotations.NullMarked;
