package io.snapledger.events;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/**
 * The JSON Schemas of events, from their records: what a record needs is required, what readers hold a field to is a
 * pattern, words may be added (so there is no {@code enum}), and so may fields.
 */
final class EventSchemas {

    private final SchemaGenerator generator = generator();
    private final Javadocs javadocs = new Javadocs();

    ObjectNode schema(EventType type) {
        ObjectNode generated = generator.generateSchema(type.dataClass());
        ObjectNode schema = generated.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", EventCodec.dataSchema(type));
        schema.put("title", type.ceType());
        generated.remove("$schema");
        schema.setAll(generated);
        return schema;
    }

    private SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder config =
                new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON);
        config.with(new JacksonModule());
        config.forTypesInGeneral()
                .withCustomDefinitionProvider(EventSchemas::instantOrWord)
                .withDescriptionResolver(
                        scope -> javadocs.ofRecord(scope.getType().getErasedType()));
        config.forFields()
                .withRequiredCheck(EventSchemas::isRequired)
                .withDescriptionResolver(field -> field.isFakeContainerItemScope() ? null : javadocs.ofField(field))
                .withNumberInclusiveMinimumResolver(EventSchemas::minimum)
                .withStringPatternResolver(EventSchemas::pattern);
        return new SchemaGenerator(config.build());
    }

    private static CustomDefinition instantOrWord(ResolvedType type, SchemaGenerationContext context) {
        if (type.getErasedType() == Instant.class) {
            ObjectNode instant = context.getGeneratorConfig().createObjectNode();
            return new CustomDefinition(
                    instant.put("type", "string").put("format", "date-time"),
                    CustomDefinition.DefinitionType.INLINE,
                    CustomDefinition.AttributeInclusion.YES);
        }
        if (!type.getErasedType().isEnum()) {
            return null;
        }
        ObjectNode word = context.getGeneratorConfig().createObjectNode().put("type", "string");
        ArrayNode known = word.putArray("examples");
        Arrays.stream(type.getErasedType().getEnumConstants())
                .forEach(constant -> known.add(EventJson.mapper().valueToTree(constant)));
        return new CustomDefinition(
                word, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.YES);
    }

    private static boolean isRequired(FieldScope field) {
        Class<?> owner = field.getDeclaringType().getErasedType();
        Class<?> type = field.getType().getErasedType();
        boolean hasDefault = type.isPrimitive()
                || Collection.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type)
                || (owner == BackupTriggered.class && field.getDeclaredName().equals("reason"))
                || (owner == RestoreRequested.class && field.getDeclaredName().equals("restore"));
        boolean counted = EventRules.lowest(owner, field.getDeclaredName()) > 0;
        return counted || (!hasDefault && field.getAnnotation(Nullable.class) == null);
    }

    private static BigDecimal minimum(FieldScope field) {
        if (!field.getType().isPrimitive() || field.getType().getErasedType() == boolean.class) {
            return null;
        }
        Class<?> owner = field.getDeclaringType().getErasedType();
        return BigDecimal.valueOf(EventRules.lowest(owner, field.getDeclaredName()));
    }

    private static String pattern(FieldScope field) {
        if (field.getType().getErasedType() != String.class) {
            return null;
        }
        Class<?> owner = field.getDeclaringType().getErasedType();
        return EventRules.pattern(owner, field.getDeclaredName())
                .map(pattern -> "^(" + pattern.pattern() + ")$")
                .orElse(null);
    }
}
