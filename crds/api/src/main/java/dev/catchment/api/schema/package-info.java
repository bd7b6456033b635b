/** Checks resources against the schema of their CustomResourceDefinition outside a cluster, as a kube-apiserver would. */
@NullMarked
package dev.catchment.api.schema;

import org.jspecify.annotations.NullMarked;
