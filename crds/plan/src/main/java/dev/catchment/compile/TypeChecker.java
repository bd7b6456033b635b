package dev.catchment.compile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.TypeDocument;
import java.util.List;
import java.util.Map;

/** Says whether types, and destinations of them, can be run. The mapping package implements it. */
public interface TypeChecker {
    /** What is wrong with a type; paths begin inside its spec. */
    List<Problem> checkType(JsonNode spec);

    /**
     * What is wrong with a destination of a type that was found to be good; paths begin inside the destination's spec.
     *
     * @param secrets secret settings by name; without those whose Secret is not there yet
     */
    List<Problem> checkDestination(
            TypeDocument type,
            JsonNode config,
            Map<String, Secret> secrets,
            List<DestinationDocument.Mapping> mappings,
            List<String> disabledPresets);
}
