package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * A Secret of the resource's own namespace.
 *
 * @param name the Secret's name
 */
@ValidationRule(
    value = "self.name" + Validation.IS_OBJECT_NAME,
    message = "this cannot be the name of a Secret: use lower-case letters, digits, - and .",
    fieldPath = ".name")
public record SecretRef(
    @Required
        @Size(max = Validation.OBJECT_NAME)
        @JsonPropertyDescription("Name of the Secret, in the namespace of this resource.")
        String name) {}
