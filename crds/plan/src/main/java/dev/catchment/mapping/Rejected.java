package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event of a batch that was not taken although the request as a whole was.
 *
 * @param index in the batch, from 0
 * @param retry whether it may be taken later; if not, no repetition changes it
 * @param reason as the tool words it, for people
 */
public record Rejected(int index, boolean retry, String reason) {

    /**
     * @param list of such; missing or null: all were taken
     * @throws MappingException if it is something else
     */
    static List<Rejected> read(@Nullable JsonNode list, int events) throws MappingException {
        if (list == null || list.isNull()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw new MappingException("batch.rejected", "must be a list");
        }
        List<Rejected> rejected = new ArrayList<>();
        for (JsonNode one : list) {
            if (!one.path("index").canConvertToInt()) {
                throw new MappingException("batch.rejected", "each element needs an index");
            }
            int index = one.path("index").intValue();
            if (index < 0 || index >= events) {
                throw new MappingException("batch.rejected", "there is no event " + index + " in the batch");
            }
            rejected.add(new Rejected(
                    index,
                    one.path("retry").asBoolean(false),
                    one.path("reason").asText("")));
        }
        return rejected;
    }
}
