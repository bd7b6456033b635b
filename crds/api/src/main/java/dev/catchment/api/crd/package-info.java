/** How the CustomResourceDefinitions are generated from the records. Used at build time only. */
@NullMarked
package dev.catchment.api.crd;

import org.jspecify.annotations.NullMarked;
