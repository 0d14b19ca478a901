package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * A ConfigMap of the resource's own namespace.
 *
 * @param name the ConfigMap's name
 */
@ValidationRule(
    value = "self.name" + Validation.IS_OBJECT_NAME,
    message = "this cannot be the name of a ConfigMap: use lower-case letters, digits, - and .",
    fieldPath = ".name")
public record ConfigMapRef(
    @Required
        @Size(max = Validation.OBJECT_NAME)
        @JsonPropertyDescription("Name of the ConfigMap, in the namespace of this resource.")
        String name) {}
