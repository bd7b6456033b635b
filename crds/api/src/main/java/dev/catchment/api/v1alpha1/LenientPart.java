package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a spec or status as a whole or not at all: one that has a text where this version knows a list becomes null,
 * and the object around it is read. Half a spec would mean something else, and an exception would stop the informer of
 * its kind, and with it every other object.
 */
final class LenientPart extends DelegatingDeserializer {
    private static final long serialVersionUID = 1L;
    private static final Set<Class<?>> PARTS = Set.of(
            WorkspaceSpec.class,
            WorkspaceStatus.class,
            SourceSpec.class,
            SourceStatus.class,
            DestinationSpec.class,
            DestinationStatus.class,
            FilterSpec.class,
            FilterStatus.class,
            DestinationTypeSpec.class,
            DestinationTypeStatus.class);

    private LenientPart(JsonDeserializer<?> whole) {
        super(whole);
    }

    static Module module() {
        return new SimpleModule("catchment-parts").setDeserializerModifier(new BeanDeserializerModifier() {
            private static final long serialVersionUID = 1L;

            @Override
            public JsonDeserializer<?> modifyDeserializer(
                    DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
                return PARTS.contains(bean.getBeanClass()) ? new LenientPart(deserializer) : deserializer;
            }
        });
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegatee) {
        return new LenientPart(delegatee);
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        try (TokenBuffer buffer = context.bufferForInputBuffering(parser)) {
            // to the end of it, wherever reading it may stop
            buffer.copyCurrentStructure(parser);
            return super.deserialize(buffer.asParserOnFirstToken(), context);
        } catch (JsonMappingException e) {
            return null;
        }
    }
}
