package dev.catchment.compile;

import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.TypeDocument;
import java.util.List;
import java.util.Map;

/** Says whether types, and destinations of them, can be run. */
public interface TypeChecker {
    /** What is wrong with a type; paths begin inside its spec. */
    List<Problem> checkType(TypeDocument type);

    /**
     * What is wrong with a destination of a type that was found to be good; paths begin inside the destination's spec.
     *
     * @param secrets its secret settings by name
     */
    List<Problem> checkDestination(TypeDocument type, DestinationDocument destination, Map<String, Secret> secrets);
}
