package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * One key of a Secret of the resource's own namespace.
 *
 * @param name the Secret's name
 * @param key the key in it
 */
@ValidationRule(
    value = "self.name" + Validation.IS_OBJECT_NAME,
    message = "this cannot be the name of a Secret: use lower-case letters, digits, - and .",
    fieldPath = ".name")
@ValidationRule(
    value = "self.key.matches('^[-._a-zA-Z0-9]+$')",
    message = "this cannot be a key of a Secret: use letters, digits, -, _ and .",
    fieldPath = ".key")
public record SecretKeyRef(
    @Required
        @Size(max = Validation.OBJECT_NAME)
        @JsonPropertyDescription("Name of the Secret, in the namespace of this resource.")
        String name,
    @Required
        @Size(max = Validation.OBJECT_NAME)
        @JsonPropertyDescription("The key in the Secret, for example ca.crt.")
        String key) {}
