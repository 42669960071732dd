// ImGui's OpenGL backend, compiled with its questions about the GL state answered here.
//
// The backend saves and restores that state around each frame. In a browser each of those 17
// questions waits for the graphics process: 20 ms a frame with software rendering, against 0.2 ms
// for everything else. Nobody else draws into our context, so the answers do not matter as long as
// they are values that GL accepts back.

#include <GLES3/gl3.h>

namespace {

void answer_integer(GLenum name, GLint* value) {
  switch (name) {
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX:
      value[0] = value[1] = value[2] = value[3] = 0;
      return;
    case GL_ACTIVE_TEXTURE:
      *value = GL_TEXTURE0;
      return;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA:
      *value = GL_FUNC_ADD;
      return;
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_DST_RGB:
    case GL_BLEND_SRC_ALPHA:
    case GL_BLEND_DST_ALPHA:
      *value = GL_ZERO;
      return;
    case GL_CURRENT_PROGRAM:
    case GL_TEXTURE_BINDING_2D:
    case GL_SAMPLER_BINDING:
    case GL_ARRAY_BUFFER_BINDING:
    case GL_ELEMENT_ARRAY_BUFFER_BINDING:
    case GL_VERTEX_ARRAY_BINDING:
      *value = 0;
      return;
    default:
      glGetIntegerv(name, value);  // versions and limits, asked once
  }
}

GLboolean answer_enabled(GLenum) { return GL_FALSE; }

}  // namespace

#define glGetIntegerv answer_integer
#define glIsEnabled answer_enabled
#include "imgui_impl_opengl3.cpp"  // NOLINT: a source file, on purpose
