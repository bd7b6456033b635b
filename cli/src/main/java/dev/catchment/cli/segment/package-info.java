/**
 * Translates Segment destinations into resources: triggers into conditions, mapping directives into templates, settings
 * into config and Secret. Equal behaviour or a word about what differs, never a guess.
 */
@NullMarked
package dev.catchment.cli.segment;

import org.jspecify.annotations.NullMarked;
