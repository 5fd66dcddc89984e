package local

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
)

// SendFile sends a document.
func (p *Person) SendFile(name string, data []byte) (Message, error) {
	file, err := p.s.keepFile("documents", upload{name: name, data: data})
	if err != nil {
		return Message{}, fmt.Errorf("keep file: %w", err)
	}
	return p.post(&Message{Document: documentOf(file)}), nil
}

// SendPhotoFile sends a picture of one's own; what is no picture goes as a document.
func (p *Person) SendPhotoFile(name string, data []byte) (Message, error) {
	width, height, refused := photoSize(data)
	if refused != nil {
		return p.SendFile(name, data)
	}
	file, err := p.s.keepFile("photos", upload{name: name, data: data})
	if err != nil {
		return Message{}, fmt.Errorf("keep file: %w", err)
	}
	return p.post(&Message{Photo: []PhotoSize{{
		FileID: file.ID, FileUniqueID: "u" + file.ID, Width: width, Height: height, FileSize: file.Size,
	}}}), nil
}

// SendPhoto sends a small grey picture.
func (p *Person) SendPhoto() Message {
	const side = 90 // pixels: the smallest size that Telegram makes
	picture := image.NewGray(image.Rect(0, 0, side, side))
	for i := range picture.Pix {
		picture.Pix[i] = color.Gray{Y: 0x99}.Y //nolint:mnd // any grey
	}
	var data bytes.Buffer
	if png.Encode(&data, picture) != nil {
		return Message{} // a picture in memory always encodes
	}
	m, _ := p.SendPhotoFile("photo.png", data.Bytes())
	return m
}

// SendVoice sends a voice message of two seconds without sound.
func (p *Person) SendVoice() Message {
	const seconds = 2
	file, err := p.s.keepFile("voice", upload{name: "voice.ogg", mime: "audio/ogg", data: []byte("OggS")})
	if err != nil {
		return Message{}
	}
	return p.post(&Message{Voice: &Voice{
		FileID: file.ID, FileUniqueID: "u" + file.ID, Duration: seconds, MimeType: file.Mime, FileSize: file.Size,
	}})
}

// SendSticker sends a sticker.
func (p *Person) SendSticker() Message {
	const side = 512 // pixels, as Telegram's stickers are
	file, err := p.s.keepFile("stickers", upload{name: "sticker.webp", mime: "image/webp", data: []byte("RIFF")})
	if err != nil {
		return Message{}
	}
	return p.post(&Message{Sticker: &Sticker{
		FileID: file.ID, FileUniqueID: "u" + file.ID, Type: "regular", Width: side, Height: side, Emoji: "👍",
	}})
}

// SendContact shares the person's own phone number.
func (p *Person) SendContact(phone string) Message {
	p.c.mu.Lock()
	u := p.c.user
	p.c.mu.Unlock()
	return p.post(&Message{Contact: &Contact{PhoneNumber: phone, FirstName: u.FirstName, UserID: u.ID}})
}
