package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an answer means; the status decides where no rule fits. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.when) || has(self.when.cel)",
        message = "a condition over an answer is written in CEL")
public record AnswerRule(
        @JsonPropertyDescription("The statuses it is for. Default: all.") @Size(min = 1, max = 32) List<@Min(100) @Max(599) Integer> status,

        @JsonPropertyDescription(
                "Which answers it is for: a condition in CEL over status, headers, body (null if it is no JSON), text, config, fields and answers. Default: all.")
        @Nullable EventCondition when,

        @JsonPropertyDescription(
                "done: go on with the next request; finish: all is done, skip the rest; retry: try again later; refuse: the event is given up; wait: the destination is not well, all of its events wait.")
        @Required
        AnswerMeaning then,

        @JsonPropertyDescription("Why, for people: a text over the same variables.") @Size(max = 1024) @Nullable String reason) {

    public AnswerRule {
        status = Absent.list(status);
    }
}
