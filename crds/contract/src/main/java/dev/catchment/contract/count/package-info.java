/** What ingest has counted, for the Sources' status: each of its instances writes its own, the operator adds up. */
@NullMarked
package dev.catchment.contract.count;

import org.jspecify.annotations.NullMarked;
