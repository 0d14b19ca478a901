package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * One database that must reach the target version.
 *
 * @param name what the environment is called, unique in the resource
 * @param mode who migrates it; null: {@link EnvironmentMode#MIGRATE}
 * @param connection how to reach it
 * @param promotion which environments go first; null: none, this is the first one
 * @param backfill what differs here from the resource's {@code backfill}; null: nothing
 * @param suspend true: this environment is only looked at; null: false
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "self.name" + Validation.IS_LABEL,
    message = "an environment's name is made of lower-case letters, digits and -, like eu-west",
    fieldPath = ".name")
@ValidationRule(
    value =
        "!has(self.promotion) || !has(self.promotion.after) || !(self.name in self.promotion.after)",
    message = "promotion.after: an environment cannot wait for itself",
    fieldPath = ".promotion")
public record EnvironmentSpec(
    @Required
        @Size(max = Validation.ENVIRONMENT_NAME)
        @JsonPropertyDescription(
            "What the environment is called, for example staging: at most 30 lower-case letters,"
                + " digits and dashes.")
        String name,
    @JsonPropertyDescription(
            "Migrate: the operator brings the database to the target version. Observe: somebody"
                + " else does, and the operator only looks, compares, and lets others wait for it."
                + " Default: Migrate.")
        EnvironmentMode mode,
    @Required @JsonPropertyDescription("How to reach the database.") ConnectionSpec connection,
    @JsonPropertyDescription(
            "What this environment waits for. Default: nothing, it is the first one.")
        PromotionSpec promotion,
    @JsonPropertyDescription(
            "What differs here from spec.backfill, field by field. Default: nothing.")
        FillSpec backfill,
    @JsonPropertyDescription(
            "true: the operator looks at this environment and changes nothing in it. Default: false.")
        Boolean suspend) {}
