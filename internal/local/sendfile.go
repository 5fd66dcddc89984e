package local

import (
	"bytes"
	"encoding/json"
	"image"
	_ "image/gif"  // for the sizes of photos
	_ "image/jpeg" // for the sizes of photos
	_ "image/png"  // for the sizes of photos
	"path"
	"strings"
)

// Telegram's bounds of photos, in pixels.
const (
	maxPhotoSides = 10_000 // width and height together
	maxPhotoRatio = 20
)

// sendDocument sends a file as a file.
func sendDocument(s *Server, c *call) (any, *apiError) { return s.sendFile(c, "document") }

// sendPhoto sends a file as a picture.
func sendPhoto(s *Server, c *call) (any, *apiError) { return s.sendFile(c, "photo") }

// sendFile sends the file in the parameter of that name.
func (s *Server) sendFile(c *call, kind string) (any, *apiError) {
	to, err := s.target(c)
	if err != nil {
		return nil, err
	}
	m := &Message{}
	if m.Caption, m.CaptionEntities, err = c.caption(); err != nil {
		return nil, err
	}
	if err := s.attach(c, m, kind, kind); err != nil {
		return nil, err
	}
	return s.post(c, to, m)
}

// attach puts an uploaded or known file into the message as a document or a photo.
func (s *Server) attach(c *call, m *Message, kind, field string) *apiError {
	u, uploaded := c.files[field]
	value := c.param(field)
	if attached, ok := strings.CutPrefix(value, "attach://"); ok {
		u, uploaded = c.files[attached]
	}
	switch {
	case uploaded:
	case value == "":
		return badRequest("there is no %s in the request", kind)
	default:
		return s.attachKnown(m, kind, value)
	}
	u.name = path.Base(strings.ReplaceAll(u.name, `\`, "/"))
	switch {
	case len(u.data) == 0:
		return badRequest("file must be non-empty")
	case kind == "photo" && len(u.data) > maxPhoto:
		return badRequest("file \"%s\" of size %d bytes is too big for a photo", u.name, len(u.data))
	case len(u.data) > maxDocument:
		return errTooLarge()
	}
	var width, height int
	if kind == "photo" {
		var err *apiError
		if width, height, err = photoSize(u.data); err != nil {
			return err
		}
	}
	file, err := s.keepFile(kind+"s", u)
	if err != nil {
		return &apiError{code: 500, description: "Internal Server Error"}
	}
	if kind == "photo" {
		m.Photo = []PhotoSize{{FileID: file.ID, FileUniqueID: "u" + file.ID, Width: width, Height: height, FileSize: file.Size}}
		return nil
	}
	m.Document = documentOf(file)
	return nil
}

// attachKnown sends a file anew by its file_id.
func (s *Server) attachKnown(m *Message, kind, id string) *apiError {
	file := s.files.get(id)
	if file == nil {
		return badRequest("wrong file identifier/HTTP URL specified")
	}
	if kind == "document" {
		m.Document = documentOf(file)
		return nil
	}
	data, err := s.files.bytes(file)
	if err != nil {
		return badRequest("wrong file identifier/HTTP URL specified")
	}
	width, height, refused := photoSize(data)
	if refused != nil {
		return badRequest("can't use file of type Document as Photo")
	}
	m.Photo = []PhotoSize{{FileID: file.ID, FileUniqueID: "u" + file.ID, Width: width, Height: height, FileSize: file.Size}}
	return nil
}

func documentOf(f *storedFile) *Document {
	return &Document{FileID: f.ID, FileUniqueID: "u" + f.ID, FileName: f.Name, MimeType: f.Mime, FileSize: f.Size}
}

// photoSize reads a picture's size and checks it.
func photoSize(data []byte) (width, height int, err *apiError) {
	picture, _, failed := image.DecodeConfig(bytes.NewReader(data))
	if failed != nil {
		return 0, 0, badRequest("IMAGE_PROCESS_FAILED")
	}
	w, h := picture.Width, picture.Height
	if w+h > maxPhotoSides || w > h*maxPhotoRatio || h > w*maxPhotoRatio {
		return 0, 0, badRequest("PHOTO_INVALID_DIMENSIONS")
	}
	return w, h, nil
}

// editMessageMedia replaces a message's document or photo.
func editMessageMedia(s *Server, c *call) (any, *apiError) {
	var media struct {
		Type      string          `json:"type"`
		Media     string          `json:"media"`
		Caption   string          `json:"caption"`
		ParseMode string          `json:"parse_mode"`
		Entities  json.RawMessage `json:"caption_entities"`
	}
	if json.Unmarshal([]byte(c.param("media")), &media) != nil {
		return nil, badRequest("can't parse input media JSON object")
	}
	if media.Type != "photo" && media.Type != "document" {
		return nil, badRequest("unsupported input media type")
	}
	inner := &call{ctx: c.ctx, bot: c.bot, files: c.files, params: map[string]string{
		"media": media.Media, "caption": media.Caption, "parse_mode": media.ParseMode, "caption_entities": string(media.Entities),
	}}
	caption, entities, err := inner.caption()
	if err != nil {
		return nil, err
	}
	fresh := &Message{Caption: caption, CaptionEntities: entities}
	if err := s.attach(inner, fresh, media.Type, "media"); err != nil {
		return nil, err
	}
	return s.edit(c, func(m *Message) *apiError {
		m.Text, m.Entities = "", nil
		m.Document, m.Photo = fresh.Document, fresh.Photo
		m.Caption, m.CaptionEntities = fresh.Caption, fresh.CaptionEntities
		return nil
	})
}
