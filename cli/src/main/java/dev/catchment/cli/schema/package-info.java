/** JSON Schemas of the resources, for editors. */
@NullMarked
package dev.catchment.cli.schema;

import org.jspecify.annotations.NullMarked;
