package dev.catchment.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.Secret;

/**
 * An access token, and what the token endpoint said beside it.
 *
 * @param more members of its answer that are no tokens, such as Salesforce's {@code instance_url}; never changed
 */
public record AccessToken(Secret value, ObjectNode more) {
    /** Nothing of it is shown. */
    @Override
    public String toString() {
        return "access token";
    }
}
